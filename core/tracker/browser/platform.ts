/** Names of the browser that are used so often that a short one of our own saves bytes. */
export const page = document;
export const { parse, stringify } = JSON;
