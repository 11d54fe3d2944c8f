/** How large a condition may be: checked before the parser sees it, because a hostile one must be refused in milliseconds (design.md 6). */
export const limits = { length: 2000, depth: 16, operators: 40 } as const;
/** More than this is only hard to read: the hint `long-condition`. */
export const readable = { length: 80, operators: 3 } as const;
