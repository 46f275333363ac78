"""Grammalecte's side of the conversation: a program of its own, run by the system's interpreter that has the package.

One JSON object a line comes in, ``{"text": "…"}``; one goes out, ``{"errors": [[start, end, kind, rule, message,
[suggestions]], …]}``, offsets in code points. It ends when its input does. It imports nothing of Lettrine's.
"""

import json
import sys


def main() -> None:
    """Answer until the input ends."""
    from grammalecte import GrammarChecker  # noqa: PLC0415 - only the system's interpreter has it

    answers = sys.stdout
    sys.stdout = sys.stderr
    engine = GrammarChecker("fr").getGCEngine()
    options = json.loads(sys.argv[1])
    if options is not None:
        engine.setOptions(dict.fromkeys(engine.getOptions(), False) | dict.fromkeys(options, True))
    for line in sys.stdin:
        found = engine.parse(json.loads(line)["text"], "FR")
        errors = [
            [e["nStart"], e["nEnd"], e["sType"], e["sRuleId"], e["sMessage"], list(e["aSuggestions"])] for e in found
        ]
        answers.write(json.dumps({"errors": errors}, ensure_ascii=True) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
