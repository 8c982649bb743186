const codes = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 }
export type Color = keyof typeof codes

/** Colours for a terminal, or none for a file. */
export const painter =
  (on: boolean) =>
  (color: Color, text: string): string =>
    on ? `\u001b[${codes[color]}m${text}\u001b[0m` : text
