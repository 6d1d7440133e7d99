/** Tries, from this browser, whether posts of pages are answered: an empty one is refused in JSON, which is an answer. */
(() => {
  const row = document.getElementById('inkling-collect');
  if (row === null) return;
  const show = (state) => {
    const pill = row.querySelector('.inkling-pill');
    pill.className = `inkling-pill is-${state}`;
    pill.textContent = row.dataset[`${state}Word`];
    row.querySelector('.inkling-check-text').textContent = row.dataset[state];
  };
  fetch(row.dataset.url, { method: 'POST', body: '{}', credentials: 'omit' })
    .then((answer) => answer.json())
    .then((answer) => show(answer.error || 'accepted' in answer ? 'ok' : 'bad'))
    .catch(() => show('bad'));
})();
