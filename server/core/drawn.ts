import { type EntryKind, ignored } from '../../contracts/entry.ts'

/** What ids are drawn for. Each kind has a count of its own, so that nothing else that happens changes its ids. */
export const drawnKinds = [
  'token',
  'page',
  'payment',
  'operation',
  'invoice link',
  'qr',
  'subscription',
  'instalment',
  'settlement',
  'postlink',
  'rule',
] as const
export type Drawn = (typeof drawnKinds)[number]

/** How many there have been; forgotten ones count too. */
export type Counts = Record<Drawn, number>

export const noCounts = (): Counts =>
  Object.fromEntries(drawnKinds.map((kind) => [kind, 0])) as Record<string, number> as Counts

/** Which entries use up a draw: whatever is drawn for them is drawn once. */
export const drawnBy: { [Kind in EntryKind]: Drawn | undefined } = {
  ...ignored(
    'card deactivated',
    'card saved',
    'challenge answered',
    'clock moved',
    'invoice link ended',
    'marked',
    'page ended',
    'postlink answered',
    'postlink held',
    'postlink requeued',
    'postlink sent',
    'qr ended',
    'request refused',
    'rule matched',
    'rules cleared',
    'subscription charged',
    'instalment moved',
    'subscription ended',
    'token expired',
    'workspace opened',
  ),
  'token issued': 'token',
  'page opened': 'page',
  'challenge asked': 'payment',
  'payment decided': 'payment',
  'payment operated': 'operation',
  'invoice link made': 'invoice link',
  'qr made': 'qr',
  'subscription made': 'subscription',
  'instalment asked': 'instalment',
  'settlement made': 'settlement',
  'postlink owed': 'postlink',
  'rule added': 'rule',
}
