/** Addresses beside the keys of segments: no key has a line below in it. */
export const NEW = '_new';
export const EDIT = '_edit';
/** Behind `NEW`: what follows is a condition in words. */
export const WORDS = '_words';
export const TEMPLATES = '_templates';
