/**
 * Tries, from this browser, whether posts of pages are answered: by asking what is held of it, for that counts nothing, and is
 * no fault that a browser would write down. Where Inkling is off there is no address to try.
 */
(() => {
  const row = document.getElementById('inkling-collect');
  if (!row?.dataset.url) return;
  const show = (state) => {
    const pill = row.querySelector('.inkling-pill');
    pill.className = `inkling-pill is-${state}`;
    pill.textContent = row.dataset[`${state}Word`];
    row.querySelector('.inkling-check-text').textContent = row.dataset[state];
  };
  fetch(row.dataset.url, { method: 'POST', body: '{}', credentials: 'omit' })
    .then((answer) => answer.json())
    .then((answer) => show(answer.error || 'held' in answer ? 'ok' : 'bad'))
    .catch(() => show('bad'));
})();
