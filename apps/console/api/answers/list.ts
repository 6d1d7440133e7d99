/** How lists are answered: docs/http.md. */
export type List<Item> = { readonly items: readonly Item[]; readonly next: string | null };
