'use strict';
// Every two seconds the page is asked for again, and its parts with data-live take the place of the old ones.
// While something on the page is selected, or the page is not looked at, it stays as it is.
const parts = document.querySelectorAll('[data-live]');
if (parts.length > 0) {
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.checked = true;
  const label = document.createElement('label');
  label.className = 'live';
  label.append(box, ' live');
  document.querySelector('h1').after(label);

  const refresh = async () => {
    if (!box.checked || document.hidden || !document.getSelection().isCollapsed) {
      return;
    }
    const answer = await fetch(location.href, { cache: 'no-store' });
    if (!answer.ok) {
      return;
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const old of document.querySelectorAll('[data-live]')) {
      const next = fresh.getElementById(old.id);
      if (next && next.innerHTML !== old.innerHTML) {
        const scrolled = old.querySelector('.table')?.scrollLeft ?? 0;
        old.replaceWith(next);
        const table = next.querySelector('.table');
        if (table) {
          table.scrollLeft = scrolled;
        }
      }
    }
  };
  const again = () => refresh().catch(() => {}).finally(() => setTimeout(again, 2000));
  setTimeout(again, 2000);
}
