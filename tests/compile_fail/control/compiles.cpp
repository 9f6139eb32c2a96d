// SPDX-License-Identifier: BSL-1.0
// expect: any

int main() {}
