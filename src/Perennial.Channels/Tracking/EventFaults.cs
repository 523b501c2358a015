using System.Text;
using Perennial.Core.Intake;

namespace Perennial.Channels.Tracking;

/// <summary>The first thing wrong with the call being read, and what is left out of it. Reading goes on; what it
/// makes of a call with which something is wrong is dropped.</summary>
sealed class EventFaults
{
    const string FieldRemedy = "Send it as the specification has it, or leave it out.";

    readonly List<Refusal> leftOut = [];
    int index = -1;

    /// <summary>Why the call is refused; null while nothing is wrong.</summary>
    public Refusal? First { get; private set; }

    /// <summary>What of the call is left out, though the call itself is taken.</summary>
    public IReadOnlyList<Refusal> LeftOut => leftOut;

    /// <summary>Turns to another call.</summary>
    /// <param name="place">Its place in the list, or −1 where the body is the call.</param>
    public void Begin(int place)
    {
        index = place;
        First = null;
        if (leftOut.Count > 0) leftOut.Clear();
    }

    /// <summary>Notes what is wrong with a field. The value is not repeated: it may be personal.</summary>
    public void Field(string path, ReadOnlySpan<byte> name, string problem)
    {
        if (First is not null) return;
        Add("bad_value", Path(path, name), problem, FieldRemedy);
    }

    /// <summary>Notes that a field is left out, which decides neither money nor whose the call is.</summary>
    public void LeaveOut(string path, ReadOnlySpan<byte> name, string problem, string remedy) =>
        leftOut.Add(new Refusal("left_out", $"{Place(Path(path, name))} {problem} and was left out", remedy));

    static string Path(string path, ReadOnlySpan<byte> name)
    {
        var field = Encoding.UTF8.GetString(name);
        return path.Length == 0 ? field : $"{path}.{field}";
    }

    /// <summary>Notes what is wrong.</summary>
    public void Add(string reason, string path, string problem, string remedy)
    {
        if (First is null) First = new Refusal(reason, $"{Place(path)} {problem}", remedy);
    }

    string Place(string path) => (index < 0, path.Length == 0) switch
    {
        (true, true) => "the call",
        (true, false) => path,
        (false, true) => $"batch[{index}]",
        _ => $"batch[{index}].{path}",
    };
}
