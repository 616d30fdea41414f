import { all } from "./find.ts";

const TYPED = "textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=submit], [type=button])";

/** Does a form on this page hold words or choices that nobody has been sent yet? */
export function unsent(within: ParentNode = document): boolean {
  return all<HTMLFormElement>("form[method=post]", within).some(
    (form) =>
      all<HTMLInputElement>(TYPED, form).some((field) => field.value.trim() !== "") ||
      all<HTMLInputElement>(":checked:is(input)", form).some((box) => !box.defaultChecked),
  );
}
