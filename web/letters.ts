// Noto Nastaliq Urdu (SIL Open Font License 1.1), cut to the letters of Urdu, for phones that have no Nastaliq.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import subsetFont from "subset-font";

// Every letter and mark of Urdu; digits, and letters that only Arabic has, stay those of the phone.
const URDU = "،؛؟ءآؤئابتثجحخدذرزسشصضطظعغفقلمنؤًٌٍَُِّْٰٹپچڈڑژکگںھہۂۃیےۓ۔ ";
const COPYRIGHT_AND_LICENCE = [0, 13, 14]; // the licence asks that these stay in the file

/** The font as woff2. */
export function nastaliq(): Promise<Buffer> {
  const file = "@fontsource/noto-nastaliq-urdu/files/noto-nastaliq-urdu-arabic-400-normal.woff2";
  const whole = readFileSync(createRequire(import.meta.url).resolve(file));
  return subsetFont(whole, URDU, { targetFormat: "woff2", preserveNameIds: COPYRIGHT_AND_LICENCE });
}
