"""Trying the language model of this installation: on an invented passage, so that nobody's words leave."""

import argparse
from time import perf_counter
from typing import Any

from fortell.config.cli.choices import LANGUAGES
from fortell.config.cli.house import open_house
from fortell.config.cli.refusal import Refused, Said


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    model = commands.add_parser("model", parents=[shared], help="try the language model on an invented passage")
    model.add_argument("--language", choices=LANGUAGES, required=True, help="of the passage, and of the reasons")
    model.set_defaults(run=try_model)


def try_model(arguments: argparse.Namespace) -> Said:
    """Each sentence that came back, with what the guard thinks of it."""
    open_house()
    from fortell.gateways.model import INVENTED, ModelFailed, chosen_processor, faults, writer

    model, processor = writer(), chosen_processor()
    if model is None or processor is None:
        raise Refused("; ".join(faults()) or "No language model is chosen: [model] in fortell.toml, docs/operating.md.")
    begun = perf_counter()
    try:
        answer = model.tried(arguments.language)
    except ModelFailed as error:
        raise Refused(f"{model.name} at {processor.name} gave nothing to use: {error}") from error
    data = {
        "model": model.name,
        "processor": processor.name,
        "seconds": round(perf_counter() - begun, 2),
        "tokens": answer.tokens,
        "sentences": _judged(answer.text, INVENTED[arguments.language], arguments.language),
    }
    return Said(text="\n".join(_lines(data)), data=data)


def _judged(text: str, said: str, language: Any) -> list[dict[str, Any]]:
    from fortell.story.guarding import judge
    from fortell.story.language import sentence_spans

    sentences = [text[start:end] for start, end in sentence_spans(text, language=language)]
    found = [(one, judge(language=language, sources=[said], sentence=one)) for one in sentences]
    return [
        {"text": one, "verdict": judged.verdict, "reasons": [reason.told(language) for reason in judged.reasons]}
        for one, judged in found
    ]


def _lines(data: dict[str, Any]) -> list[str]:
    head = f"{data['model']} at {data['processor']}: {data['seconds']} s, {data['tokens']} tokens."
    sentences = data["sentences"]
    refused = sum(one["verdict"] == "refused" for one in sentences)
    marks = {"supported": "  ", "refused": "✗ "}
    lines = [line for one in sentences for line in (marks[one["verdict"]] + one["text"], *_why(one))]
    return [head, *lines, f"The guard refuses {refused} of {len(sentences)} sentences."]


def _why(sentence: dict[str, Any]) -> list[str]:
    return [f"    {reason}" for reason in sentence["reasons"]]
