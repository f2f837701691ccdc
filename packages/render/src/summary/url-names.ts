/** Each URL with a name of its own: the same one may have been typed twice, and is `http://shop/ (2)` then. */
export function urlNames(urls: readonly string[]): readonly string[] {
  return urls.map((url, index) => {
    const earlier = urls.slice(0, index).filter((one) => one === url).length;
    return earlier === 0 ? url : `${url} (${earlier + 1})`;
  });
}
