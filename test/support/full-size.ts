/** `npm run check:long` sets it: what each run proves on a part is then proved on the whole. */
export const isFullSize = process.env.INKLING_LONG === '1';
