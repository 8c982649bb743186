import { printableLines } from '../redaction/printable.ts'

/** The one place where the command line writes: whatever is in a text, the terminal only shows it. */

/** A line or more on standard error. */
export const tell = (text: string): void => {
  if (text !== '') process.stderr.write(printableLines(text))
}

/** A line or more on standard output. */
export const show = (text: string): void => {
  process.stdout.write(printableLines(text))
}

/** Text that has colours of ours in it; whatever came from elsewhere has gone through `printable` before. */
export const showPainted = (text: string): void => {
  process.stdout.write(text)
}

export const tellPainted = (text: string): void => {
  process.stderr.write(text)
}
