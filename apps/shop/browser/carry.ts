/** Something the next pages must know: written into every link and form, since nothing is kept on the device. */

function markAddress(address: string, name: string, isOn: boolean): string {
  const url = new URL(address, location.href);
  if (isOn) url.searchParams.set(name, '1');
  else url.searchParams.delete(name);
  return url.pathname + url.search + url.hash;
}

function markForm(form: HTMLFormElement, name: string, isOn: boolean): void {
  form.querySelector(`input[type="hidden"][name="${name}"]`)?.remove();
  if (!isOn) return;
  const field = document.createElement('input');
  Object.assign(field, { type: 'hidden', name, value: '1' });
  form.append(field);
}

/** Carries a mark (`k`: the question is answered, `d`: the drawer is open) to the pages that follow. */
export function carry(name: 'k' | 'd', isOn: boolean): void {
  const base = document.body.dataset.base ?? '';
  for (const link of document.querySelectorAll<HTMLAnchorElement>(`a[href^="${base}/"]`)) {
    link.href = markAddress(link.href, name, isOn);
  }
  for (const form of document.forms) markForm(form, name, isOn);
  history.replaceState(history.state, '', markAddress(location.href, name, isOn));
}
