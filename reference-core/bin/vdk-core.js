#!/usr/bin/env node
import "../dist/bin/vdk-core.js";
