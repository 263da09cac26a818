"""Tables of results: on the terminal, and in the documentation between two markers."""

import argparse
import pathlib

import machine


def write(page, name, lines):
    begin, end = f"<!-- {name} begins -->", f"<!-- {name} ends -->"
    before, rest = page.read_text().split(begin)
    after = rest.split(end)[1]
    page.write_text(before + begin + "\n" + "\n".join(lines) + "\n" + end + after)


def publish(name, description, lines):
    """The command line of a table: prints lines(source, facts), and puts them between the markers where --write says."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("source", type=pathlib.Path, help="what the benchmark has left")
    parser.add_argument("--load", required=True, help="of the machine before the benchmark")
    parser.add_argument("--write", type=pathlib.Path, help="the page that the table goes into")
    arguments = parser.parse_args()
    table = lines(arguments.source, machine.facts() | {"load": arguments.load})
    print("\n".join(table))
    if arguments.write:
        write(arguments.write, name, table)
