"""Django's command line, for those who expect it; the `traedesten` command is the same."""

from traedesten.__main__ import main

if __name__ == "__main__":
    main()
