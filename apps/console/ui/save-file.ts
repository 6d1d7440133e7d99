/**
 * Hands a text to whoever looks, as a file: a plain link could not carry the session's token. What the document says of all
 * its files (`data-files` of its root) stands in front of the name.
 *
 * @example saveFile('pages.csv', writeCsv(columns, rows), 'text/csv') // `sample-pages.csv` where pages show sample data
 */
export function saveFile(name: string, text: string, type = 'application/json'): void {
  const href = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = href;
  link.download = `${document.documentElement.dataset.files ?? ''}${name}`;
  link.click();
  URL.revokeObjectURL(href);
}
