using System.Text;
using Perennial.Core.Intake;

namespace Perennial.Channels.Tracking;

/// <summary>The first thing wrong with the call being read. Reading goes on; what it makes is dropped.</summary>
sealed class EventFaults
{
    const string FieldRemedy = "Send it as the specification has it, or leave it out.";

    int index = -1;

    /// <summary>Why the call is refused; null while nothing is wrong.</summary>
    public Refusal? First { get; private set; }

    /// <summary>Turns to another call.</summary>
    /// <param name="place">Its place in the list, or −1 where the body is the call.</param>
    public void Begin(int place)
    {
        index = place;
        First = null;
    }

    /// <summary>Notes what is wrong with a field. The value is not repeated: it may be personal.</summary>
    public void Field(string path, ReadOnlySpan<byte> name, string problem)
    {
        if (First is not null) return;
        var field = Encoding.UTF8.GetString(name);
        Add("bad_value", path.Length == 0 ? field : $"{path}.{field}", problem, FieldRemedy);
    }

    /// <summary>Notes what is wrong.</summary>
    public void Add(string reason, string path, string problem, string remedy)
    {
        if (First is not null) return;
        var place = (index < 0, path.Length == 0) switch
        {
            (true, true) => "the call",
            (true, false) => path,
            (false, true) => $"batch[{index}]",
            _ => $"batch[{index}].{path}",
        };
        First = new Refusal(reason, $"{place} {problem}", remedy);
    }
}
