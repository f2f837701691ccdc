/** The HTML of the phone's page. Its token is in the address after the #, which no browser sends. */

export const phoneDocument = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Kill a server · Garbage Day</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/phone.css">
<script type="module" src="/phone.js"></script>
</head>
<body>
<header>
  <p class="brand"><img src="/icon.svg" alt="" width="28" height="28"> Garbage Day</p>
  <h1 id="service">Connecting …</h1>
  <p id="line"></p>
</header>
<main>
  <button type="button" id="kill" disabled>Kill a server</button>
  <p id="hint" role="status">Connecting …</p>
  <section id="last" aria-labelledby="last-title" hidden>
    <h2 id="last-title">The last kill</h2>
    <p id="cost"></p>
  </section>
</main>
<noscript><p>This page needs JavaScript.</p></noscript>
</body>
</html>
`;
