import { describeMutants } from "./describe-mutants.ts";
import { pauseMutants } from "./pause.ts";
import { powerOffMutants } from "./power-off.ts";
import { powerOnMutants } from "./power-on.ts";
import { rebootMutants } from "./reboot.ts";

describeMutants("power", [...powerOnMutants, ...powerOffMutants, ...rebootMutants, ...pauseMutants]);
