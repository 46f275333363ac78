"""Words that are right in the dictionary and wrong in the sentence: found by reading what stands around them."""
