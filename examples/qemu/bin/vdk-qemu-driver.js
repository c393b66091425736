#!/usr/bin/env node
import "../dist/bin/vdk-qemu-driver.js";
