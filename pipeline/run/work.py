"""The run itself: steps taken over or run, side by side where they do not need each other, then put in place."""

import logging
import os
import shutil
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from pipeline import files, terminal
from pipeline.run import execute, faces, kernel, pages, place, plan, preload, record
from pipeline.run.inputs import of_files, read
from pipeline.run.steps import FACES, HALF, NOTEBOOKS, THREADS, WAVES, WORKING

AT_ONCE = max(2, os.cpu_count() or 2)  # steps side by side: more would take memory and no less time


def run(todo, must, again=(), only=""):
    """Runs the steps of ``todo`` that ``must`` run (their names) and those in ``again``; ``only`` leaves all others as
    they are."""
    place.clear_killed_runs(todo.out)
    place.keep_out_of_git(todo.out)
    preload.warm_up_for(must)
    if must & {*NOTEBOOKS}:
        execute.get_ready()  # while the warm process loads
        _say(kernel.aside(_look_at_survey, todo))
    fresh, steps = todo.out / f"{WORKING}{os.getpid()}", {}
    try:
        results = _steps(todo, fresh, steps, must, again, only)
        _finish(todo, fresh, steps, results)
    except BaseException:
        _keep_half(todo, fresh, steps)
        raise
    finally:
        _tidy(todo.out)


def _say(lines):
    for line in lines:
        print(line, file=sys.stderr, flush=True)


def _tidy(out):
    """Clears the working folders; Ctrl+C that comes meanwhile waits."""
    try:
        place.clear_killed_runs(out)
    except KeyboardInterrupt:
        place.clear_killed_runs(out)
        raise


def _target(todo):
    """The Project of a run; SurveyError, QuestionnaireError, ProjectError for what cannot be read.

    Only ever asked for aside, as all that needs pandas: this process plans and waits, and starts in a moment.
    """
    from pipeline import project

    raw, encoding = (todo.parameters.get(name, "") for name in ("raw", "encoding"))
    return project.at(str(todo.survey), raw, str(todo.out), encoding)


def _exported_before(out, before, now):
    """Puts away what was exported of answers or codes that are others now; a sentence that says so, or none."""
    moved = place.put_exports_aside(out, before, now)
    return (
        [
            f"Câu trả lời hoặc mã đã khác lần xuất: {', '.join(path.name for path in moved)} cất ở"
            f" {terminal.near(moved[0].parent)}; cần bản mới thì gõ lại lệnh export."
        ]
        if moved
        else []
    )


def _look_at_survey(todo):
    """What cannot be read is said before anything runs; a sentence for each file of answers that git stores."""
    return terminal.stored_by_git(_target(todo))


def _plainly(todo, error):
    """Why the first notebook failed: what is wrong with a file of answers, as it is, where that is why."""
    try:
        kernel.aside(_read_answers, todo)
    except Exception as found:
        (todo.out / "loi" / f"{NOTEBOOKS[0]}.ipynb").unlink(missing_ok=True)
        return found
    return error


def _read_answers(todo):
    from pipeline import ingest, project

    work = _target(todo)
    tables = project.raw_tables(work)
    across, brought = work.survey.duplicates_across, work.survey.brought
    ingest.gathered(tables, work.survey.form, across=across, brought=brought)


def _put_away(todo, fresh):
    """Code frames of simulated answers are put away where those just read are real; a sentence each."""
    from pipeline import coding

    return coding.renewed(pages.project_of(todo, fresh))


def _steps(todo, fresh, steps, must, again, only):
    """Takes over or runs every step, wave by wave, and notes each in ``steps`` when it is done; returns all results.

    What a failed step says is raised when those beside it have ended; after Ctrl+C their kernels are ended first.
    """
    held, results = plan.stores(todo), {}
    pool = ThreadPoolExecutor(AT_ONCE, THREADS)
    try:
        for wave in (*WAVES, *faces.STAGES):
            wave = [name for name in wave if name in NOTEBOOKS or read(name, results)]  # results of an older version
            early = _beside(wave, todo, fresh, pool, dict(results), held, must, only)
            _wave(wave, todo, fresh, pool, steps, dict(results), held, again, only)
            early and early.result()
            results |= {key: told for name in wave for key, told in steps[name]["outputs"].items()}
    except KeyboardInterrupt:
        pool.shutdown(wait=False, cancel_futures=True)
        _end_steps()
        raise
    finally:
        pool.shutdown()
    return results


def _beside(wave, todo, fresh, pool, results, held, must, only):
    """What is done beside a wave with what came before it: frames put away before they are read, pages written."""
    if NOTEBOOKS[1] in wave and NOTEBOOKS[0] in must and not only:
        return pool.submit(lambda: _say(kernel.aside(_put_away, todo, fresh)))
    if NOTEBOOKS[-1] in wave or faces.STAGES[0] == tuple(wave):
        return pool.submit(pages.written, todo, fresh, results, held)
    return None


def _end_steps():
    """Ends the kernels and waits for their threads, one that was just starting and that the pool does not know, too."""
    logging.disable()  # that a kernel which is ended here died is no news
    for thread in threading.enumerate():
        while thread.name.startswith(THREADS) and thread.is_alive():
            kernel.end_all()
            thread.join(0.1)


def _wave(wave, todo, fresh, pool, steps, results, held, again, only):
    now = {name: plan.step_inputs(todo, name, results, held) for name in wave}
    kept = {name: _kept(name, now[name], held, again, only) for name in wave}
    started = {n: pool.submit(_run, n, todo, fresh, results) for n in wave if kept[n] is None}
    errors = []
    for name in wave:
        try:
            is_run = name in started
            steps[name] = _ran(todo, name, now[name], started[name]) if is_run else _taken(kept[name], name, fresh)
        except Exception as failed:
            errors.append(failed)
    if errors:
        raise _plainly(todo, errors[0]) if wave[0] == NOTEBOOKS[0] else errors[0]


def _kept(name, now, held, again, only):
    """The store to take a step from, None where it must run; with ``only`` the others stay as they are."""
    if name in again:
        return None
    if only and not (name in FACES and NOTEBOOKS[-1] in again):  # the report's own faces are looked at
        return next((store for store in held if name in store.found["steps"]), None)
    return plan.taken_over(name, now, held)


def _ran(todo, name, now, future):
    """The record of a step that runs, waited for. What it wrote beside survey.yaml itself (a first code frame) counts
    as there before: it is no change the next time."""
    outputs = future.result()
    made = of_files(name, todo.survey, todo.parameters) if name in NOTEBOOKS else {}
    return {"inputs": now | {"tệp": made | now["tệp"]}, "outputs": outputs}


def _run(name, todo, fresh, results):
    if name in FACES:
        return faces.made(name, todo, fresh)
    began = time.perf_counter()
    execute.say(name, "đang chạy…")
    needed = {key: place.of(fresh, fresh / "processed")(key) for key in read(name, results)}
    folder, outputs = execute.execute(name, todo.out, todo.parameters, needed)
    for key in outputs:
        target = fresh / key
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(folder / key, target)
    execute.forget(folder)
    execute.say(name, f"xong sau {time.perf_counter() - began:.1f} giây".replace(".", ","))
    return outputs


def _taken(store, name, fresh):
    """The record of a step that is taken over, its outputs linked."""
    for key in store.found["steps"][name]["outputs"]:
        place.link(store.place(key), fresh / key)
    return store.found["steps"][name]


def _keep_half(todo, fresh, steps):
    """Keeps the finished steps of a run that did not end, for the next one."""
    half, done = todo.out / HALF, {name: step for name, step in steps.items() if name != plan.PAGES}
    _drop_unfinished(fresh, {key for step in done.values() for key in step["outputs"]})
    shutil.rmtree(half, ignore_errors=True)
    if fresh.is_dir() and done:
        record.write(fresh, done, record.read(todo.out))
        files.whole(fresh / ".gitignore", b"*\n")  # a person's own .gitignore beside it need not know this folder
        os.replace(fresh, half)


def _drop_unfinished(fresh, finished):
    """What other steps were writing goes first: the disk may be full."""
    for folder in fresh.parent.glob(f"{fresh.name}-*"):
        shutil.rmtree(folder, ignore_errors=True)
    for path in fresh.rglob("*"):
        if path.is_file() and path.relative_to(fresh).as_posix() not in finished:
            path.unlink()


def _finish(todo, fresh, steps, results):
    steps[plan.PAGES] = pages.written(todo, fresh, results, plan.stores(todo))
    kernel.aside(pages.write_index, todo, fresh)
    last = record.read(todo.out)
    record.write(fresh, steps, last)
    for kept in place.keep_own(fresh, todo.out, last["steps"]):
        _say([f"Có người đã sửa {kept.name} của lần chạy trước; bản đã sửa giữ ở {kept}."])
    _say(_exported_before(todo.out, last["steps"], steps))
    place.put_in_place(fresh, todo.out, todo.processed)
    for leftover in ("loi", HALF):
        shutil.rmtree(todo.out / leftover, ignore_errors=True)
