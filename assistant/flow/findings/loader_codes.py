"""The findings of reading and resolving a file, which several modules of the loader share."""

from __future__ import annotations

from assistant.flow.findings.registry import error, warning

_QUOTE = 'put the text in quotes: "…"'

F01 = error("F01", "Unknown key").says(
    'unknown key "{key}" in {owner}.', fix="{owner} can have: {known}"
)
F02 = error("F02", "The same key or name twice")
F02_KEY = F02.says('the key "{key}" appears twice here.', fix="keep one of the two", variant="key")
F02_NAME = F02.says(
    'the name "{name}" is taken: {other} in {where} has it.',
    fix="give one of the two another name",
    variant="name",
)
F03 = error("F03", "A comment swallows the end of a text").says(
    'the text "{words}" ends where "#" begins a comment; "{lost}" would be lost.',
    fix='put the text in quotes: "…"',
)
F04 = error("F04", "A text that needs quotes")
F04_COMMA = F04.says(
    '"{words}" is alone within braces: the comma before it cut a text in two.',
    fix='put the text in quotes: "…"',
    variant="comma",
)
F04_LONE = F04.says(
    '"{words}" is alone within braces, without a value.',
    fix="write {words}: and its value",
    variant="lone",
)
F04_SENTENCE = F04.says(
    'the sentence "{words}" is within braces without quotes.',
    fix='put the text in quotes: "…"',
    variant="sentence",
)
F04_COLON = F04.says(
    "a second colon in the same line: the text before it cannot be told from a key.",
    fix='put the text in quotes: "…"',
    variant="colon",
)
F04_BRACES = F04.says(
    "a comma or a closing bracket is missing here, or a text needs quotes.",
    fix='put the text in quotes: "…"',
    variant="braces",
)
F04_UNCLOSED = F04.says(
    "what is opened here is never closed, or a comma is missing in it.",
    fix="close it: ] or }}",
    variant="unclosed",
)
F04_BEHIND = F04.says(
    'the text is complete before "{rest}".', fix="put the whole text in quotes", variant="behind"
)
F05 = error("F05", "Something that a flow file may not contain")
F05_TAB = F05.says("tabs are not allowed.", fix="use spaces", variant="tab")
F05_ENCODING = F05.says(
    "the file is not UTF-8 from here on.", fix="save it as UTF-8", variant="encoding"
)
F05_CHARACTER = F05.says(
    "there is an invisible character here ({code}).", fix="delete it", variant="character"
)
F05_ALIAS = F05.says(
    '"{mark}" repeats another place of the file; flows do not do that.',
    fix="write it out",
    variant="alias",
)
F05_ANCHOR = F05.says(
    '"{mark}" names a place of the file; flows do not do that.',
    fix='put the text in quotes: "…"',
    variant="anchor",
)
F05_TAG = F05.says(
    '"{mark}" is a YAML tag; flows have none.', fix='put the text in quotes: "…"', variant="tag"
)
F05_MERGE = F05.says(
    '"<<" would copy another mapping in here; flows do not do that.',
    fix="write it out",
    variant="merge",
)
F05_KEY = F05.says("a key is missing before the colon, or is not a plain word.", variant="key")
F05_DIRECTIVE = F05.says(
    "a line that begins with % is not allowed in a flow.", fix="delete it", variant="directive"
)
F05_DOCUMENTS = F05.says(
    "a second document begins here; a file holds one.", fix="delete this line", variant="documents"
)
F05_QUOTE = F05.says("the quote that was opened is never closed.", fix="close it", variant="quote")
F05_ESCAPE = F05.says(
    "within double quotes a backslash has a meaning of its own.",
    fix="use single quotes: '…'",
    variant="escape",
)
F05_LETTER = F05.says(
    "a text cannot begin with this letter unless it is in quotes.",
    fix='put the text in quotes: "…"',
    variant="letter",
)
F05_INDENTATION = F05.says(
    "this line is not aligned with the lines before it.",
    fix="check the spaces at its beginning",
    variant="indentation",
)
F05_LINE = F05.says(
    "this line is neither a key with a colon nor the rest of a text.",
    fix="check its colon and the spaces before it",
    variant="line",
)
F05_SPACE = F05.says("a space is missing after this character.", fix="add it", variant="space")
F05_UNREADABLE = F05.says(
    "this cannot be read.",
    fix="check quotes, brackets and spaces around here",
    variant="unreadable",
)
F05_WORD = F05.says(
    "{word} has a meaning of its own and is not a text.",
    fix='put it in quotes: "{word}"',
    variant="word",
)
F06 = error("F06", "A name with letters that names may not have").says(
    '"{name}" cannot be a name.',
    fix="names have small letters a to z, digits and _, and begin with a letter",
)
F06_RESERVED = F06.code.says(
    '"{name}" cannot be a name: conditions use this word.',
    fix="choose another name",
    variant="reserved",
)
F06_ANSWER = F06.code.says(
    '"{name}" cannot be an option: answers and conditions use this word.',
    fix="{instead}",
    variant="answer",
)
F07 = error("F07", "A file that is too big or too deep")
F07_SIZE = F07.says(
    "the file has {size} characters; at most {most} are read.",
    fix="split it into parts",
    variant="size",
)
F07_DEPTH = F07.says("more than {most} levels are nested here.", variant="depth")
F08 = error("F08", "Something is missing")
F08_KEY = F08.says('{owner} has no "{key}".', fix='add "{key}"', variant="key")
F08_EMPTY = F08.says("there is nothing here.", variant="empty")
F08_WORDS = F08.says(
    "{owner} has no words to show.", fix='add "say", or "label" to the fact', variant="words"
)
F08_LABEL = F08.says(
    'the fact "{name}" is in a list of questions and has no label.',
    fix='add "label"',
    variant="label",
)
F08_TYPE = F08.says(
    'the fact "{name}" does not say what kind it is.', fix="add one of: {known}", variant="type"
)
F08_OPTIONS = F08.says('the fact "{name}" has no options.', variant="options")
F08_ROWS = F08.says('the decision "{name}" has no rows.', variant="rows")
F08_PROMISE = F08.says(
    'the guarantee "{name}" promises nothing.', fix="add one of: {known}", variant="promise"
)
F08_KIND = F08.says(
    "this step does not say what it does.", fix="add one of: {known}", variant="kind"
)
F09 = error("F09", "The wrong kind of value")
F09_TEXT = F09.says("{owner} needs a text here, not {found}.", variant="text")
F09_NAME = F09.says("{owner} needs a name here, not {found}.", variant="name")
F09_NUMBER = F09.says("{owner} needs a whole number here, not {found}.", variant="number")
F09_FLAG = F09.says("{owner} needs true or false here, not {found}.", variant="flag")
F09_LIST = F09.says(
    "{owner} needs a list here, not {found}.",
    fix="write it in square brackets: [a, b]",
    variant="list",
)
F09_TABLE = F09.says("{owner} needs keys with values here, not {found}.", variant="table")
F09_WORD = F09.says("{owner} cannot be {found}.", fix="one of: {known}", variant="word")
F09_DAY = F09.says(
    '"{found}" is not a date.', fix="write year, month and day: 2026-11-21", variant="day"
)
F09_OFFSET = F09.says(
    '"{found}" is not a distance from today.', fix="write it as -10y, 0d or +10m", variant="offset"
)
F09_LIMITS = F09.says("{owner} needs two limits: [lowest, highest].", variant="limits")
F09_BY = F09.says(
    '"{found}" is not a deadline.',
    fix="now, today, 24 hours, 5 working days or a number of days",
    variant="by",
)
F09_ONE = F09.says(
    "{owner} is both {first} and {second}.", fix="keep one of the two", variant="one"
)
F09_TRUE = F09.says('"{key}" takes nothing but true.', fix="write {key}: true", variant="true")
F09_CONDITION = F09.says("{owner} needs a condition here.", variant="condition")
F09_GO = F09.says("{owner} needs a step or a list of branches, not {found}.", variant="go")
F09_ORIGIN = F09.says(
    "{owner} needs the name of a fact or decision, not {found}.", variant="origin"
)
F09_QUESTIONS = F09.says(
    '"{found}" is not a limit.', fix="write questions: at most 6", variant="questions"
)
F09_MATCH = F09.says('"match" takes one key.', variant="match")
F09_MATCHED = F09.says(
    '"match" needs a fact that is a choice of one option, and "{name}" is none.', variant="matched"
)
F10 = error("F10", "A condition that cannot be read")
F10_EXPECTED = F10.says("{wanted} is missing here.", variant="expected")
F10_LETTER = F10.says('"{found}" has no place in a condition.', variant="letter")
F10_MORE = F10.says(
    'the condition is complete before "{found}".',
    fix='join conditions with "and" or "or"',
    variant="more",
)
F10_DEEP = F10.says(
    "the condition has too many brackets within each other.",
    fix="give a piece of it a name under conditions",
    variant="deep",
)
F10_LARGE = F10.says(
    '"{name}" comes to more than {tests} tests, or {levels} levels of names within names.',
    fix="name fewer",
    variant="large",
)
F11 = error("F11", "A file that is not what its place says")
F11_KIND = F11.says('a file here begins with "{wanted}:", and this one does not.', variant="kind")
F11_ID = F11.says(
    'the file calls itself "{found}", but its place says "{wanted}".',
    fix="write {wanted}",
    variant="id",
)
F11_MISSING = F11.says('there is no file "{wanted}".', variant="missing")
F11_USE = F11.says('neither "{part}" nor "{catalogue}" is there.', variant="use")
F12 = error("F12", "A text whose marks cannot be read").says(
    "{problem}.", fix="write \\ before a bracket or star that is meant as it stands"
)
F12_LINK = F12.code.says("{problem}.", variant="link")
R01 = error("R01", "A name that nothing has").says(
    '{owner} names {kind} "{name}", but nothing has that name.'
)
R01_OPTION = R01.code.says('"{name}" is not an option of "{subject}".', variant="option")
R01_VALUE = R01.code.says('"{name}" is not a value that "{subject}" can have.', variant="value")
R01_TAG = R01.code.says('no option of "{subject}" has the tag "{name}".', variant="tag")
R01_ATTRIBUTE = R01.code.says(
    'no item of the catalogue "{subject}" has {key} "{name}".', variant="attribute"
)
R01_SELECTION = R01.code.says(
    'no item of the catalogue "{subject}" is left by this choice.', variant="selection"
)
R01_MATCH = R01.code.says(
    'this item is matched with "{fact}", which does not offer "{name}".', variant="match"
)
R02 = warning("R02", "Something that nothing uses").says(
    'nothing uses {kind} "{name}".', fix="use it or delete it"
)
R07 = warning("R07", "An answer that may be missing here")
R07_PLACEHOLDER = R07.says(
    '"{{{name}}}" may be unanswered here: there is a way to this text that does not ask it.',
    variant="placeholder",
)
R07_NEEDS = R07.says(
    'the part "{part}" needs "{name}", and there is a way to it that does not ask it.',
    variant="needs",
)
R08 = error("R08", "A fact that is not asked exactly once")
R08_NEVER = R08.says(
    'no step asks the fact "{name}".', fix="add a step that asks it, or delete it", variant="never"
)
R08_TWICE = R08.says(
    'the fact "{name}" is asked a second time here.',
    fix="ask each fact in one step",
    variant="twice",
)
T01 = error("T01", "A test that does not fit the kind of fact").says(
    '"{test}" does not fit "{subject}", which is {kind}.'
)
T01_BARE = T01.code.says(
    '"{subject}" is {kind}, and the condition does not say what to ask of it.', variant="bare"
)
T01_CONDITION = T01.code.says(
    '"{subject}" is a condition: use it alone, without a test.',
    fix="write its name alone",
    variant="condition",
)
T01_SUM = T01.code.says(
    '"{subject}" cannot be summed: only options of a choice have weights.', variant="sum"
)
T04 = error("T04", "A condition that always or never holds")
T04_ALWAYS = T04.says("this condition holds whatever is answered.", variant="always")
T04_NEVER = T04.says("this condition can never hold.", variant="never")
T05 = error("T05", "A condition that reads one row of a list").says(
    '"{subject}" is answered once for each row of "{repeat}"; a condition cannot read it.',
    fix='use "count {repeat}"',
)
T06 = error("T06", "Limits in the wrong order").says(
    "{low} stands before {high}, but is greater.", fix="swap them"
)
G01 = error("G01", "A conversation without a beginning or an end")
G01_STEPS = G01.says("{owner} has no steps.", variant="steps")
G01_END = G01.says("{owner} has no end.", fix="{fix}", variant="end")
S02 = warning("S02", "A question that invites a CPR number")
S02_WORDS = S02.says(
    '"{name}" asks for a CPR number.',
    fix="use a fact of the kind cpr, which is masked",
    variant="words",
)
S02_NUMBER = S02.says(
    "this looks like a CPR number.",
    fix="no real person's number may stand in a flow",
    variant="number",
)
