/** Whether a media type is one of the binary ones; `*\/*` makes all of them binary, `image/*` those of a kind. */
export const isBinary = (binary: readonly string[], mediaType: string | undefined): boolean => {
  const [type = ""] = (mediaType ?? "application/json").split(/[;,]/);
  const [kind] = type.trim().toLowerCase().split("/");
  return binary.some((it) => it === "*/*" || it.toLowerCase() === type.trim().toLowerCase() || it === `${kind}/*`);
};
