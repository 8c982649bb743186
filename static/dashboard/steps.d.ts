export function stepsOf(
  entries: object[],
  exchanges: object[],
): { key: string; at: number; entry?: object; exchange?: object }[]
