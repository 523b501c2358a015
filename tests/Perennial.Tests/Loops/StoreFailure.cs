using Perennial.Loops;

namespace Perennial.Tests.Loops;

/// <summary>A fault that a test means: it is not told of as one of the program's.</summary>
sealed class DeliberateFault() : NullReferenceException("A test means it: zebulon@quimby.example");

/// <summary>The failure of one statement of one loop.</summary>
/// <param name="loop">Which loop's.</param>
/// <param name="at">Which of its statements from now on, from 1.</param>
/// <param name="error">What it fails with.</param>
sealed class StoreFailure(string loop, int at, Func<Exception> error)
{
    int statements;
    volatile bool isMet;

    /// <summary>Whether it has failed.</summary>
    public bool IsMet => isMet;

    /// <summary>Statements of the loop so far.</summary>
    public int Statements => Volatile.Read(ref statements);

    /// <summary>A statement is about to be run.</summary>
    public void Meet()
    {
        if (Loop.Current != loop || Interlocked.Increment(ref statements) != at) return;
        isMet = true;
        throw error();
    }
}
