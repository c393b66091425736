// Colours, where the terminal has them.
import { styleText } from "node:util";

/** The styles that reports use, by what they mean. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly odd: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly strong: (text: string) => string;
}

/** Makes the styles; all of them leave the text as it is if `colour` is false. */
export function paint(colour: boolean): Paint {
  const style = (name: Parameters<typeof styleText>[0]) => (text: string) =>
    colour ? styleText(name, text, { validateStream: false }) : text;
  return { good: style("green"), bad: style("red"), odd: style("yellow"), faint: style("dim"), strong: style("bold") };
}
