/**
 * What the chart's library sees as the browser's `navigator` (scripts/build.mjs puts it there): it formats numbers in that one's
 * language as it loads, and a browser may name one that is no language tag, as `en-US@posix` where the system has none set.
 * The page's own language is VS Code's, and so a tag.
 */
export const navigator = { language: document.documentElement.lang };
