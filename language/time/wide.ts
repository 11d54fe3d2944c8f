/** Full-width digits, colons and minus signs, as a Chinese keyboard types them, turned into the ones that count. */
const narrow: Record<string, string> = { '：': ':', '－': '-', '−': '-', '—': '-', '　': ' ', '，': ', ', '、': ', ' };

export function narrowed(text: string): string {
  return text
    .replace(/[０-９ａ-ｚＡ-Ｚ]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/[：－−—　，、]/g, (char) => narrow[char] ?? char)
    .replace(/, +/g, ', ');
}
