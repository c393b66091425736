import { describeMutants } from "./describe-mutants.ts";
import { hardwareMutants } from "./hardware.ts";
import { numaMutants } from "./numa.ts";

describeMutants("what guests are made of, and where they are", [...hardwareMutants, ...numaMutants]);
