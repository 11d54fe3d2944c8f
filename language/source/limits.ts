/** How large a file may be (language.md 18, `too-large`): what is larger is refused before it costs anything. */
export const largest = { bytes: 500 * 1024, levels: 12, tricks: 100, diagnostics: 200 };
