"""The sentences of all findings, as an author reads them.

A key is `CODE` or `CODE/variant`; its value the sentence and, where one is always right, the fix.
The families stand in tables of their own, which `SENTENCES` unites: WORDING has those about words,
languages and versions (`L…`, `V…`), PROOFS those that are found by proving.
"""

from __future__ import annotations

from collections.abc import Mapping

WORDING: Mapping[str, tuple[str, str | None]] = {
    "L01": (
        'the language "{language}" is not offered: {count} of {all} texts are missing or stale ({way}).',
        "assistant i18n update --lang {language}, then translate what it marks in {file}",
    ),
    "L02": (
        'the "{language}" translation has {found} where this text has {wanted}, so the language is not offered.',
        "take placeholders and addresses over unchanged, in {file}",
    ),
    "L03": ('the option "{name}" has no words to show.', 'add "label"'),
    "L04/lix": (
        "the words of this question have a LIX of {lix}; above {most} they are hard to read.",
        "shorter sentences, and words that you would say aloud",
    ),
    "L04/words": (
        "{words} words stand before the first answer of this question; at most {most} are read.",
        "say it shorter, or move some of it behind the answer",
    ),
    "L04/told": (
        "{words} words stand before the first answer here, with what is told just before ({way}); "
        "at most {most} are read.",
        "say it shorter, or move some of it behind the answer",
    ),
    "L05": ("{problem}.", None),
    "L05/host": (
        'no link can lead to "{host}": that is not the whole name of a page\'s host.',
        None,
    ),
    "L06": (
        '"{name}" leads to "{step}" and has no "because", so nobody can be told why.',
        'add "because": one sentence that the professional reads',
    ),
    "V01": (
        "the logic has changed since version {old}, and the version is still {new}.",
        "write version: {next}",
    ),
    "V02/gone": (
        'the option "{name}" of "{fact}" is gone; answers, scripted conversations and figures have it.',
        'leave it and hide it with "if", or say why in the change',
    ),
    "V02/renamed": (
        'the option "{name}" of "{fact}" is called "{other}" now; answers, scripted conversations and figures have '
        "the old id.",
        "keep the id {name}: only its words are shown",
    ),
    "V03/removed": ('the guarantee "{name}" is gone.', "put it back, or say why in the change"),
    "V03/when": (
        'the guarantee "{name}" no longer covers every conversation that it covered: {way}.',
        "put it back, or say why in the change",
    ),
    "V03/promise": (
        'the guarantee "{name}" promises less than before: {way}.',
        "put it back, or say why in the change",
    ),
}


# The sentences of findings by proving: about every conversation, or about a certain one.

PROOFS: Mapping[str, tuple[str, str | None]] = {
    "T04/row": (
        "this row never decides: where it holds, a row before it does too.",
        "move it up, or delete it",
    ),
    "X01": (
        'no conversation comes to "{name}": {way}.',
        "change that condition, or delete the step",
    ),
    "X02/never": (
        "the condition of this branch never holds here.",
        "change it, or delete the branch",
    ),
    "X02/hidden": (
        "this branch is never taken: {way} stands before it and takes all whom it is meant for.",
        "move it up, or delete it",
    ),
    "X02/else": (
        "this branch is never taken: those before it take every conversation.",
        'delete it, and the "if" of the branch before it',
    ),
    "X03": (
        '"{name}" cannot be answered when {way}: nothing shows that could be chosen.',
        "let one option always show, or go past the question then",
    ),
    "X04": (
        'this holds also where "{name}" was not answered: when {way}.',
        'say what is meant then: "{name} is answered and …", or "not {name} is answered or …"',
    ),
    "X05": (
        'the answer to "{name}" changes nothing: no condition, text or record knows it.',
        "let something depend on it, or do not ask",
    ),
    "X06": (
        "the record may say nothing of {what}: when {way}.",
        "ask for one of these, and do not let it be skipped: {known}",
    ),
    "X07": (
        'in "{fact}", "{name}" and "{other}" come to the same: nothing tells them apart.',
        "make one option of the two, or let something depend on them",
    ),
    "X08": (
        '{count} questions may stand before "{name}", more than {most}: when {way}.',
        "ask less of those who end there, or later",
    ),
    "P01": ('"{name}" is broken when {way}.', "see the whole conversation: assistant prove"),
    "P02": (
        '"{name}" is not decided: the answers that it hangs on hang on too many others.',
        "let its conditions, or those of the branches ahead of it, read fewer questions at once",
    ),
    "P02/flow": (
        'what conversations of "{name}" can come to is not decided: too many answers hang together.',
        "let its conditions read fewer questions at once",
    ),
    "P03": (
        '"{name}" binds nobody: its "when" can never hold.',
        'change its "when", or delete it',
    ),
    "P04/danger": (
        'no guarantee speaks of "{name}", which tells of danger.',
        "say who must pass it: when: …, passes: {name}",
    ),
    "P04/end": (
        'no guarantee speaks of "{name}", where a record is handed over.',
        "say who must come there: when: …, ends: [{name}]",
    ),
}


# The sentences of all other findings, which reading and checking a file can give.

_QUOTE = 'put the text in quotes: "…"'

SENTENCES: Mapping[str, tuple[str, str | None]] = {
    "F01": ('"{key}" is not a key that {owner} can have.', "{owner} can have: {known}"),
    "F02/key": ('the key "{key}" stands here twice.', "keep one of the two"),
    "F02/name": (
        'the name "{name}" is taken: {other} in {where} has it.',
        "give one of the two another name",
    ),
    "F03": ('the text "{words}" ends where "#" begins a comment; "{lost}" would be lost.', _QUOTE),
    "F04/comma": (
        '"{words}" stands alone within braces: the comma before it cut a text in two.',
        _QUOTE,
    ),
    "F04/lone": (
        '"{words}" stands alone within braces, without a value.',
        "write {words}: and its value",
    ),
    "F04/sentence": ('the sentence "{words}" stands within braces without quotes.', _QUOTE),
    "F04/colon": (
        "a second colon in the same line: the text before it cannot be told from a key.",
        _QUOTE,
    ),
    "F04/braces": ("a comma or a closing bracket is missing here, or a text needs quotes.", _QUOTE),
    "F04/unclosed": (
        "what is opened here is never closed, or a comma is missing in it.",
        "close it: ] or }}",
    ),
    "F04/behind": ('the text is complete before "{rest}".', "put the whole text in quotes"),
    "F05/tab": ("a tab stands here.", "use spaces"),
    "F05/encoding": ("the file is not UTF-8 from here on.", "save it as UTF-8"),
    "F05/character": ("an invisible character ({code}) stands here.", "delete it"),
    "F05/alias": (
        '"{mark}" repeats another place of the file; flows do not do that.',
        "write it out",
    ),
    "F05/anchor": ('"{mark}" names a place of the file; flows do not do that.', _QUOTE),
    "F05/tag": ('"{mark}" is a YAML tag; flows have none.', _QUOTE),
    "F05/merge": ('"<<" would copy another mapping in here; flows do not do that.', "write it out"),
    "F05/key": ("a key is missing before the colon, or is not a plain word.", None),
    "F05/directive": ("a line that begins with % has no place in a flow.", "delete it"),
    "F05/documents": ("a second document begins here; a file holds one.", "delete this line"),
    "F05/quote": ("the quote that was opened is never closed.", "close it"),
    "F05/escape": (
        "within double quotes a backslash has a meaning of its own.",
        "use single quotes: '…'",
    ),
    "F05/letter": ("a text cannot begin with this letter unless it is in quotes.", _QUOTE),
    "F05/indentation": (
        "this line does not stand under the lines before it.",
        "check the spaces at its beginning",
    ),
    "F05/line": (
        "this line is neither a key with a colon nor the rest of a text.",
        "check its colon and the spaces before it",
    ),
    "F05/space": ("a space is missing behind this sign.", "add it"),
    "F05/unreadable": ("this cannot be read.", "check quotes, brackets and spaces around here"),
    "F05/word": (
        "{word} has a meaning of its own and is not a text.",
        'put it in quotes: "{word}"',
    ),
    "F06": (
        '"{name}" cannot be a name.',
        "names have small letters a to z, digits and _, and begin with a letter",
    ),
    "F06/reserved": ('"{name}" cannot be a name: conditions use this word.', "choose another name"),
    "F06/answer": (
        '"{name}" cannot be an option: answers and conditions use this word.',
        "{instead}",
    ),
    "F07/size": ("the file has {size} characters; at most {most} are read.", "split it into parts"),
    "F07/depth": ("more than {most} levels stand within each other here.", None),
    "F08/key": ('{owner} has no "{key}".', 'add "{key}"'),
    "F08/empty": ("there is nothing here.", None),
    "F08/words": ("{owner} has no words to show.", 'add "say", or "label" to the fact'),
    "F08/label": (
        'the fact "{name}" stands in a list of questions and has no label.',
        'add "label"',
    ),
    "F08/type": ('the fact "{name}" does not say what kind it is.', "add one of: {known}"),
    "F08/options": ('the fact "{name}" has no options.', None),
    "F08/rows": ('the decision "{name}" has no rows.', None),
    "F08/promise": ('the guarantee "{name}" promises nothing.', "add one of: {known}"),
    "F08/kind": ("this step does not say what it does.", "add one of: {known}"),
    "F09/text": ("{owner} needs a text here, not {found}.", None),
    "F09/name": ("{owner} needs a name here, not {found}.", None),
    "F09/number": ("{owner} needs a whole number here, not {found}.", None),
    "F09/flag": ("{owner} needs true or false here, not {found}.", None),
    "F09/list": ("{owner} needs a list here, not {found}.", "write it in square brackets: [a, b]"),
    "F09/table": ("{owner} needs keys with values here, not {found}.", None),
    "F09/word": ("{owner} cannot be {found}.", "one of: {known}"),
    "F09/day": ('"{found}" is not a date.', "write year, month and day: 2026-11-21"),
    "F09/offset": ('"{found}" is not a distance from today.', "write it as -10y, 0d or +10m"),
    "F09/limits": ("{owner} needs two limits: [lowest, highest].", None),
    "F09/by": (
        '"{found}" is not a deadline.',
        "now, today, 24 hours, 5 working days or a number of days",
    ),
    "F09/one": ("{owner} is both {first} and {second}.", "keep one of the two"),
    "F09/true": ('"{key}" takes nothing but true.', "write {key}: true"),
    "F09/condition": ("{owner} needs a condition here.", None),
    "F09/go": ("{owner} needs a step or a list of branches, not {found}.", None),
    "F09/origin": ("{owner} needs the name of a fact or decision, not {found}.", None),
    "F09/questions": ('"{found}" is not a limit.', "write questions: at most 6"),
    "F09/match": ('"match" takes one key.', None),
    "F09/matched": (
        '"match" needs a fact that is a choice of one option, and "{name}" is none.',
        None,
    ),
    "F10/expected": ("{wanted} is missing here.", None),
    "F10/letter": ('"{found}" has no place in a condition.', None),
    "F10/more": (
        'the condition is complete before "{found}".',
        'join conditions with "and" or "or"',
    ),
    "F10/deep": (
        "the condition has too many brackets within each other.",
        "give a piece of it a name under conditions",
    ),
    "F10/large": (
        '"{name}" comes to more than {tests} tests, or {levels} levels of names within names.',
        "name fewer",
    ),
    "F11/kind": ('a file here begins with "{wanted}:", and this one does not.', None),
    "F11/id": ('the file calls itself "{found}", but its place says "{wanted}".', "write {wanted}"),
    "F11/missing": ('there is no file "{wanted}".', None),
    "F11/use": ('neither "{part}" nor "{catalogue}" is there.', None),
    "F12": ("{problem}.", "write \\ before a bracket or star that is meant as it stands"),
    "F12/link": ("{problem}.", None),
    "R01": ('{owner} names {kind} "{name}", but nothing has that name.', None),
    "R01/option": ('"{name}" is not an option of "{subject}".', None),
    "R01/value": ('"{name}" is not a value that "{subject}" can have.', None),
    "R01/tag": ('no option of "{subject}" has the tag "{name}".', None),
    "R01/attribute": ('no item of the catalogue "{subject}" has {key} "{name}".', None),
    "R01/selection": ('no item of the catalogue "{subject}" is left by this choice.', None),
    "R01/match": ('this item is matched with "{fact}", which does not offer "{name}".', None),
    "R02": ('nothing uses {kind} "{name}".', "use it or delete it"),
    "R03": ('"{{{name}}}" is a placeholder that nothing can fill.', None),
    "R04": ('"{name}" reads itself: {way}.', "take one of them out"),
    "R05/missing": ('there is no part "{name}" among those that the flow uses.', 'add it to "use"'),
    "R05/circle": ('the part "{name}" runs itself: {way}.', None),
    "R05/twice": (
        'the part "{name}" runs a second time here; a flow runs a part at most once.',
        None,
    ),
    "R06/path": ('the record has no field "{path}".', None),
    "R06/fit": ('the field "{path}" takes {wanted}, and "{name}" is {found}.', None),
    "R06/code": ('"{code}" is not among the codes of the field "{path}".', "codes: {known}"),
    "R06/value": (
        '"{name}" can be "{code}", which is not among the codes of the field "{path}".',
        "translate it: {{fact: {name}, as: {{…}}}}",
    ),
    "R06/unmapped": (
        'the option "{name}" of "{subject}" has no code here.',
        "add it, with null where it has none",
    ),
    "R07/placeholder": (
        '"{{{name}}}" may be unanswered here: there is a way to this text that does not ask it.',
        None,
    ),
    "R07/needs": (
        'the part "{part}" needs "{name}", and there is a way to it that does not ask it.',
        None,
    ),
    "R08/never": ('no step asks the fact "{name}".', "add a step that asks it, or delete it"),
    "R08/twice": ('the fact "{name}" is asked a second time here.', "ask each fact in one step"),
    "T01": ('"{test}" does not fit "{subject}", which is {kind}.', None),
    "T01/bare": ('"{subject}" is {kind}, and the condition does not say what to ask of it.', None),
    "T01/condition": (
        '"{subject}" is a condition: it stands alone, without a test.',
        "write its name alone",
    ),
    "T01/sum": ('"{subject}" cannot be summed: only options of a choice have weights.', None),
    "T02": ('"{what}" goes from {low} to {high}, so {number} is out of its reach.', None),
    "T03": ('"{subject}" is {kind}; a condition can only ask whether it "is answered".', None),
    "T04/always": ("this condition holds whatever is answered.", None),
    "T04/never": ("this condition can never hold.", None),
    "T05": (
        '"{subject}" is answered once for each row of "{repeat}"; a condition cannot read it.',
        'use "count {repeat}"',
    ),
    "T06": ("{low} stands before {high}, but is the greater.", "swap them"),
    "G01/steps": ("{owner} has no steps.", None),
    "G01/end": ("{owner} has no end.", "{fix}"),
    "G02/last": (
        'the last branch has an "if", so some conversations have no way on.',
        'add a last branch without "if"',
    ),
    "G02/early": (
        'a branch without "if" stands before the last, so those behind it are never taken.',
        'add "if"',
    ),
    "G02/row": (
        'the last row has an "if", so "{name}" may have no value.',
        'add a last row without "if"',
    ),
    "G03": ('the step "{name}" has no way on.', 'add "go"'),
    "G04": ("the way goes round in a circle: {way}.", 'use "repeat" for a list'),
    "G05": ('no step leads to "{name}".', 'lead to it with "go", or delete it'),
    "G06": (
        'all options of "{name}" are hidden when {when}.',
        "show one always, or go past the question then",
    ),
    "G07": (
        'the options of "{name}" depend on "{fact}", which stands on the same screen.',
        "ask them in two steps",
    ),
    "S01": ('the text "{name}" has no limit.', "write how many characters it may have: text: 2000"),
    "S02/words": (
        '"{name}" asks for a CPR number.',
        "use a fact of the kind cpr, which is masked",
    ),
    "S02/number": ("this looks like a CPR number.", "no real person's number may stand in a flow"),
    "S03": (
        '"{name}" is personal, and does not say why it is collected.',
        'add "purpose"',
    ),
    "S04": (
        '"{name}" is personal, and no end behind this step hands it over.',
        "ask it only where the conversation ends with notify",
    ),
    "S04/some": (
        '"{name}" says who somebody is, and the conversation may still end in "{end}", which hands nothing over.',
        "ask it only where every way on ends with notify",
    ),
    "C01": ('the item "{name}" has no {key}.', 'add "{key}"'),
    "C02": ('the law text "{name}" has no {key}.', 'add "{key}"'),
    "C03": (
        'the source "{name}" was read on {day}, more than 12 months ago.',
        "read it again and set read_on",
    ),
    "C04": ('"{name}" is not in sources.yaml.', None),
    **WORDING,
    **PROOFS,
}
