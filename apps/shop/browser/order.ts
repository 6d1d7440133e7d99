/**
 * An order is reported once: its page is told by its address that it is new, and a reload or a bookmark is not.
 */
export function settleOrder(): void {
  const url = new URL(location.href);
  if (!url.searchParams.has('new')) return;
  url.searchParams.delete('new');
  history.replaceState(history.state, '', url);
}
