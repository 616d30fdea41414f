/** What a page may ask of the worker: keep copies of these addresses; take over from the older worker. */
export type Wish = { keep: string[] } | { takeOver: true };
