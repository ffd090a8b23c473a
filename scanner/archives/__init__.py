"""What the readers of archives share: names, unpacked contents, and the methods of packing that no library brings."""
