export interface Edit {
  before: string
  text: string
  caret: number
  kind: string
}
export function formatted(
  edit: Edit,
  format: (text: string, erasing: boolean) => string,
): { text: string; caret: number }
