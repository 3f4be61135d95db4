package lifeboat.lab.layerone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lifeboat.lab.layerone.LayerOneNetwork.Link;
import lifeboat.lab.layerone.LayerOneNetwork.PathErr;
import org.junit.jupiter.api.Test;

class LayerOneNetworkTest {

    private final LayerOneNetwork network = new LayerOneNetwork(List.of(new Link("a", "c", 2_400),
            new Link("c", "b", 2_400), new Link("a", "b", 622)));

    @Test
    void takesTheShortestRouteThatHasTheBandwidth() throws PathErr {
        assertThat(network.establish("small", "a", "b", 600).route()).containsExactly("a", "b");
        assertThat(network.establish("big", "a", "b", 1_000).route()).containsExactly("a", "c", "b");
        assertThat(network.bandwidthBetween("b", "a")).isEqualTo(1_000);
    }

    @Test
    void admitsNoMoreThanALinkCarries() throws PathErr {
        network.establish("one", "a", "b", 1_000);
        network.establish("two", "a", "b", 1_000);

        assertThatThrownBy(() -> network.establish("three", "a", "b", 1_000))
                .hasMessage("no route from a to b with 1000 bit/s free");
        network.tearDown("one");
        assertThat(network.establish("three", "a", "b", 1_000).route()).containsExactly("a", "c", "b");
    }

    @Test
    void freesEveryHop() throws PathErr {
        network.establish("one", "a", "b", 1_000);

        assertThat(network.tearDown("one")).isTrue();
        assertThat(network.tearDown("one")).isFalse();
        assertThat(network.links()).allSatisfy(link -> assertThat(network.free(link)).isEqualTo(link.capacity()));
    }
}
