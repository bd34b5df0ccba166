"""Files spoilt at random."""

from __future__ import annotations

from random import Random


def spoilt(content: bytes, random: Random) -> bytes:
    """Bytes flipped, runs overwritten, moved, doubled, or the end cut off."""
    made = bytearray(content)
    for _ in range(random.choice((1, 1, 2, 8, 64))):
        at = random.randrange(len(made))
        length = random.choice((1, 4, 64, 512, 4096))
        doing = random.choice(("flip", "flip", "zero", "noise", "move", "number"))
        if doing == "flip":
            made[at] ^= 1 << random.randrange(8)
        elif doing == "number":
            made[at : at + 4] = random.choice(
                (b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\0", b"\0\0\0\1")
            )
        else:
            other = random.randrange(len(made))
            new = {
                "zero": bytes(length),
                "noise": random.randbytes(length),
                "move": bytes(made[other : other + length]),
            }
            made[at : at + length] = new[doing][: len(made) - at]
    return bytes(made[: random.randrange(len(made))] if random.random() < 0.1 else made)
