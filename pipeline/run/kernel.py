"""Kernels forked from one warm process, in a fortieth of the time of a fresh one; plain ones where forking is not had.

Every notebook has a process and a namespace of its own: what one imports, sets or leaves behind no other sees.
"""

import multiprocessing
import os
import signal
import sys
import threading
from types import SimpleNamespace

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from pipeline.run.preload import CAN_FORK

# what papermill and nbconvert load builds a grammar of web addresses, a second a process, that no notebook needs
sys.modules.setdefault("rfc3987_syntax", None)
sys.modules.setdefault("debugpy", None)  # nobody debugs a step of a run; each kernel would load a hundred modules

FORKED = "pipeline-forked"
_TURN = threading.Lock()  # charts are drawn by one thread at a time


def manager_class(environment, folder):
    """The class of managers of kernels that start in ``folder`` with ``environment``."""
    if CAN_FORK:
        factory = KernelProvisionerFactory.instance()
        factory.provisioners[FORKED] = SimpleNamespace(name=FORKED, load=lambda: Forked)
        factory.default_provisioner_name = FORKED

    class Manager(AsyncKernelManager):
        async def start_kernel(self, **about):
            return await super().start_kernel(**about | {"env": environment, "cwd": folder})

    return Manager


def end_all():
    """Ends kernels that are still at work, after Ctrl+C."""
    for process in multiprocessing.active_children():
        process.kill()


def _end_warm():
    from multiprocessing.forkserver import _forkserver

    if _forkserver._forkserver_pid:
        os.kill(_forkserver._forkserver_pid, signal.SIGKILL)


def aside(call, *given):
    """What ``call`` returns or raises, made in a process of its own: the memory it takes is free when it has ended."""
    if not CAN_FORK:
        with _TURN:
            return call(*given)
    context = multiprocessing.get_context("forkserver")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(sender, dict(os.environ), call, given), daemon=True)
    try:
        process.start()
        sender.close()
        found = receiver.recv()
    except KeyboardInterrupt:
        _end_warm()  # it may still be importing, and nothing that it was to fork would end
        raise
    finally:
        if process.pid:
            process.kill()
            process.join()
    if isinstance(found, Exception):
        raise found
    return found


def _answer(sender, environment, call, given):
    os.environ.clear()
    os.environ.update(environment)
    threading.Thread(target=_end_with_the_run, daemon=True).start()
    try:
        sender.send(call(*given))
    except Exception as error:
        sender.send(error)


class Forked(LocalProvisioner):
    """A kernel that is a child of the warm process."""

    async def launch_kernel(self, cmd, **about):
        """Forks, and hands the words of the kernel's command line and its environment to the child."""
        context = multiprocessing.get_context("forkserver")
        words = cmd[cmd.index("ipykernel_launcher") + 1 :]
        process = context.Process(target=_serve, args=(words, about["env"], about["cwd"]), daemon=False)
        process.start()
        self.process, self.pid, self.pgid, self.cwd = _Child(process), process.pid, None, about["cwd"]
        return self.connection_info


class _Child:
    """A forked process under the names that subprocess.Popen has."""

    stdin = stdout = stderr = None

    def __init__(self, process):
        self.process, self.pid = process, process.pid

    def poll(self):
        return self.process.exitcode

    def wait(self):
        self.process.join()
        return self.process.exitcode

    def send_signal(self, number):
        if self.process.exitcode is None:
            os.kill(self.pid, number)

    def kill(self):
        self.send_signal(signal.SIGKILL)

    def terminate(self):
        self.send_signal(signal.SIGTERM)


def _serve(words, environment, folder):
    """The child: a kernel of its own, as `python -m ipykernel_launcher` would be."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.path[:] = [folder, *(path for path in sys.path if path != folder)]
    sys.modules["__main__"].__dict__.pop("__file__", None)
    from ipykernel.kernelapp import IPKernelApp

    threading.Thread(target=_end_with_the_run, daemon=True).start()
    application = IPKernelApp.instance()
    application.initialize([*words, f"--IPKernelApp.parent_handle={os.getppid()}"])
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # a kernel that is ready answers Ctrl+C itself
    application.start()


def _end_with_the_run():
    """A run that was killed leaves no kernel: as long as one lives, the warm process would live, too."""
    multiprocessing.parent_process().join()
    os._exit(1)
