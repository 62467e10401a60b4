/**
 * Text that Terraform must take as it stands: in its strings `${` and `%{` begin a template. And cdktf looks for marks
 * of its own, such as `${TfToken[TOKEN.1]}`, so that one in a text is taken apart by a template that yields `[`.
 */
export function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, (sign) => sign + sign).replaceAll('TfToken[', 'TfToken${"["}');
}
