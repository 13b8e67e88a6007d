// What the API gives, as `/openapi.json` describes it, and what the modules hand each other. Never served.

export interface Span { t: string; strong?: boolean; href?: string | null }
export interface Block { p?: Span[]; li?: Span[] }
export type Message = Block[];

export interface Option { id: string; label: string; hint: string | null; group: string | null }
export type Row = Record<string, unknown>;

export interface Field {
  fact: string; type: string; label: string; help: Message | null; options: Option[];
  none: string | null; unknown: boolean; optional: boolean;
  min: number | string | null; max: number | string | null; unit: string | null;
  value: unknown; each?: Field[];
}
export interface Question { step: string; kind: string; text: Message; help: Message | null; fields: Field[];
  heading: { words: string; before: Message; under: Message } }
export interface Told { step: string; kind: string; level: string; text: Message }
export interface Entry {
  step: string; kind: string; text: Message; answer: Message | null; can_change: boolean;
  facts: string[]; level?: string | null;
}
export interface Refusal { fact: string; code: string; text: string }
export interface Parked { fact: string; label: string; answer: Message }
export interface Planned { id: string; text: Message; when: string }
export interface Receiver { name: string; phone: string | null }
export interface ReviewRow { path: string; label: string; value: Message; step?: string }
export interface Review {
  receiver: Receiver; sections: { id: string; heading: string; rows: ReviewRow[] }[];
}
export interface Receipt {
  reference: string; submitted_at: string; receiver: Receiver; assess_by: string; receipt_by: string;
}
export interface View {
  rev: number; flow: string; lang: string; dir: string; title: string;
  progress: { section: string | null; index: number; of: number };
  pinned: Told[]; transcript: Entry[]; messages: Told[]; question: Question | null; errors: Refusal[];
  parked: Parked[]; plan: Planned[] | null; review: Review | null; receipt: Receipt | null;
  expires_at: string;
}
export interface Explanation { text: Message }

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
