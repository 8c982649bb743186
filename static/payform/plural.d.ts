export function plural(forms: Record<string, string>, n: number, lang: string): string
