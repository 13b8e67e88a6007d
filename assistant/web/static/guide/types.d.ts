// What the API gives, written by `python -m tools.api_types`, and what the modules hand each other. Never served.

export type Block = (Paragraph & { li?: undefined }) | (Item & { p?: undefined });
export type Message = Block[];

export interface Because {
  id: string;
  because: Message | null;
}

export interface Concluded {
  id: string;
  value: string;
  because: Message | null;
}

export interface Entry {
  step: string;
  kind: "ask" | "form" | "repeat" | "tell" | "end";
  text: Message;
  answer: Message | null;
  can_change: boolean;
  facts: string[];
  level?: "info" | "advice" | "duty" | "danger";
}

export interface Explanation {
  id: string;
  kind: "step" | "plan" | "decision";
  conditions: Because[];
  decisions: Concluded[];
  answers: Given[];
  text: Message;
}

export interface Field {
  fact: string;
  type: "choice" | "multi" | "yesno" | "int" | "date" | "text" | "name" | "phone" | "email" | "address" | "cpr" | "repeat";
  label: string;
  help: Message | null;
  options: Option[];
  none: string | null;
  unknown: boolean;
  optional: boolean;
  min: number | string | null;
  max: number | string | null;
  unit: string | null;
  value: unknown;
  each?: Field[];
}

export interface Given {
  fact: string;
  label: string;
  answer: Message;
}

export interface Heading {
  words: string;
  before: Message;
  under: Message;
}

export interface Item {
  li: Span[];
}

export interface Option {
  id: string;
  label: string;
  hint: string | null;
  group: string | null;
}

export interface Paragraph {
  p: Span[];
}

export interface Parked {
  fact: string;
  label: string;
  answer: Message;
}

export interface Planned {
  id: string;
  text: Message;
  who: "you" | "leader" | "family_team";
  by: string;
  due: string | null;
  when: string;
}

export interface Progress {
  section: string | null;
  index: number;
  of: number;
}

export interface Question {
  step: string;
  kind: "ask" | "form" | "repeat";
  text: Message;
  help: Message | null;
  fields: Field[];
  heading: Heading;
}

export interface Receipt {
  reference: string;
  submitted_at: string;
  receiver: Receiver;
  assess_by: string;
  receipt_by: string;
}

export interface Receiver {
  name: string;
  phone: string | null;
}

export interface Refused {
  fact: string;
  code: string;
  text: string;
}

export interface Review {
  receiver: Receiver;
  sections: Section[];
}

export interface Row {
  path: string;
  label: string;
  value: Message;
  fact?: string;
  step?: string;
}

export interface Section {
  id: string;
  heading: string;
  rows: Row[];
}

export interface Span {
  t: string;
  strong?: boolean;
  href?: string;
}

export interface Told {
  step: string;
  kind: "tell" | "end";
  level: "info" | "advice" | "duty" | "danger";
  text: Message;
}

export interface View {
  rev: number;
  flow: string;
  version: number;
  lang: string;
  dir: "ltr" | "rtl";
  title: string;
  progress: Progress;
  pinned: Told[];
  transcript: Entry[];
  messages: Told[];
  question: Question | null;
  errors: Refused[];
  parked: Parked[];
  plan: Planned[] | null;
  review: Review | null;
  receipt: Receipt | null;
  expires_at: string;
}

// By hand from here on.

/** What the page says in one language, whether or not there is a conversation. */
export interface Tongue {
  name: string; dir: string; title: string; about: Message; danger: Message; acute: Message;
  words: Record<string, string>;
}
/** What the page brings along: every language, the pages that may frame it, the record's files. */
export interface Brought { tongues: Record<string, Tongue>; hosts: string[]; endings: string[] }

export type Say = (key: string, values?: Record<string, string | number>) => string;
export type Inside = Node | string | null | undefined | false | 0;

/** A field's controls: what they hold, and a place for what is wrong with it. */
export interface Control {
  fact: string; label: string; node: HTMLElement;
  read: () => unknown; complain: (text: string) => void;
}
/** A reply that came: its JSON is what the API says it is. */
export interface Reply { status: number; body: any }
